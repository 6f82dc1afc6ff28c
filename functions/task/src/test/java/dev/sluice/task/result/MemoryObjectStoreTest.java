package dev.sluice.task.result;

/** The fake keeps the contract, so that what is tested with it holds elsewhere. */
class MemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  ObjectStore empty() {
    return new MemoryObjectStore();
  }
}
