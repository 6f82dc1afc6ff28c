package dev.sluice.catalog.shape;

/**
 * A column of an answer.
 *
 * @param name as the statement names it
 * @param type PostgreSQL's name of the type, an array's with {@code []} behind it
 */
public record Column(String name, String type) {}
