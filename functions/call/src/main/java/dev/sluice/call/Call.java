package dev.sluice.call;

/**
 * One call on its way through the house: who, until when, under which reference.
 *
 * @param principal who calls
 * @param deadline by when the answer must be ready
 * @param reference the name of this call in answers and records
 * @param notes what is noted of it on its way
 */
public record Call(Principal principal, Deadline deadline, Reference reference, Notes notes) {

  /** A call of which nothing is noted yet. */
  public Call(Principal principal, Deadline deadline, Reference reference) {
    this(principal, deadline, reference, new Notes());
  }
}
