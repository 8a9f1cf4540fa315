/** A studio's child that cannot start, as with a network missing. */
process.exit(3);
