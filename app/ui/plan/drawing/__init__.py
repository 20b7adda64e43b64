"""What the chart is painted from."""
