package dev.sluice.protocol.wire;

/**
 * Who answers.
 *
 * @param name for programs
 * @param title for people
 * @param version of Sluice
 */
public record ServerInfo(String name, String title, String version) {}
