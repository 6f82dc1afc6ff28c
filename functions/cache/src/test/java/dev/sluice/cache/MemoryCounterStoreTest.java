package dev.sluice.cache;

class MemoryCounterStoreTest extends CounterStoreContract {
  private final CounterStore store = new MemoryCounterStore();

  @Override
  CounterStore store() {
    return store;
  }
}
