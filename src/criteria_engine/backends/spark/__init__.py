"""Apache Spark: the rules over data frames that one machine does not hold."""
