package dev.sluice.identity.subject;

class MemorySubjectKeysTest extends SubjectKeysContract {
  @Override
  protected SubjectKeys keys() {
    return new MemorySubjectKeys();
  }
}
