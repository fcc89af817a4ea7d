"""Made-up indicator values for the real wards: none of these figures describes any real ward."""
