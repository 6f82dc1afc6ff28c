package dev.sluice.cache;

/** A server, by the name and the port at which it is reached. */
record RedisNode(String host, int port) {}
