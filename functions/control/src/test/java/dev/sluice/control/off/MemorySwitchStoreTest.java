package dev.sluice.control.off;

class MemorySwitchStoreTest extends SwitchStoreContract {
  @Override
  protected SwitchStore store() {
    return new MemorySwitchStore();
  }
}
