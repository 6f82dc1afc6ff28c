package dev.sluice.task;

class MemoryTaskStoreTest extends TaskStoreContract {
  @Override
  protected TaskStore store(TaskLimits limits) {
    return new MemoryTaskStore(limits);
  }
}
