"""The example wards as a clerk types them, with cells spoiled on purpose, and what was spoiled."""
