"""SQLite through peewee: tables, migrations, queries. The only place that knows SQL."""
