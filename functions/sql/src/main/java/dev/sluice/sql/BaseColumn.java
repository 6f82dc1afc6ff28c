package dev.sluice.sql;

import dev.sluice.call.RelationName;

/** A column of a relation of the database. */
record BaseColumn(RelationName relation, String column) {}
