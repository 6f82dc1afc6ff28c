package dev.sluice.catalog;

/**
 * What callers may use up.
 *
 * @param principal each subject of a tenant
 * @param tenant all callers of one tenant together; a caller of none has none
 */
public record BudgetDeclaration(Allowance principal, Allowance tenant) {
  /** No budgets. */
  public static final BudgetDeclaration NONE =
      new BudgetDeclaration(Allowance.NONE, Allowance.NONE);

  /** Whether anybody is bounded by anything. */
  public boolean isBounded() {
    return principal.isBounded() || tenant.isBounded();
  }
}
