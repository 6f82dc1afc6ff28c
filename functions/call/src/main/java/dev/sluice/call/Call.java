package dev.sluice.call;

/**
 * One call on its way through the house: who, until when, under which reference.
 *
 * @param principal who calls
 * @param deadline by when the answer must be ready
 * @param reference the name of this call in answers and records
 */
public record Call(Principal principal, Deadline deadline, Reference reference) {}
