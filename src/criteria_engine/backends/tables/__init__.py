"""What every engine over tables takes and gives back: encoded columns of many units, and the columns of their answers."""
