# still nothing
