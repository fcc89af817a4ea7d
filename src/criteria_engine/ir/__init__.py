"""The closed set of operations and declarations that every engine answers for, and the data that goes in and comes out."""
