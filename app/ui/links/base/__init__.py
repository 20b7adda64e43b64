"""What every part of this page stands on: how links are called and drawn, what can be wanted."""
