"""The use cases: what an owner can do.

They validate, write in one transaction, tell who listens.
"""
