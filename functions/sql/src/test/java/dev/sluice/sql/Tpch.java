package dev.sluice.sql;

import dev.sluice.call.Deadline;
import dev.sluice.call.RelationName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Policies over TPC-H's relations, and one judge for all tests. */
final class Tpch {
  static final Judge JUDGE = new Judge();

  static final RelationName CUSTOMER = relation("customer");
  static final RelationName ORDERS = relation("orders");
  static final MaskedColumn PHONE = new MaskedColumn(CUSTOMER, "c_phone");

  private static final Map<String, String> COLUMNS =
      Map.of(
          "region", "r_regionkey r_name r_comment",
          "nation", "n_nationkey n_name n_regionkey n_comment",
          "supplier", "s_suppkey s_name s_address s_nationkey s_phone s_acctbal s_comment",
          "customer",
              "c_custkey c_name c_address c_nationkey c_phone c_acctbal c_mktsegment c_comment",
          "part",
              "p_partkey p_name p_mfgr p_brand p_type p_size p_container p_retailprice p_comment",
          "partsupp", "ps_partkey ps_suppkey ps_availqty ps_supplycost ps_comment",
          "orders",
              "o_orderkey o_custkey o_orderstatus o_totalprice o_orderdate o_orderpriority o_clerk"
                  + " o_shippriority o_comment",
          "lineitem",
              "l_orderkey l_partkey l_suppkey l_linenumber l_quantity l_extendedprice l_discount"
                  + " l_tax l_returnflag l_linestatus l_shipdate l_commitdate l_receiptdate"
                  + " l_shipinstruct l_shipmode l_comment");

  /** All of it. */
  static final Policy OPEN = policy(Set.of());

  /** All of it, with {@code customer.c_phone} masked. */
  static final Policy MASKED = policy(Set.of("c_phone"));

  private Tpch() {}

  static RelationName relation(String name) {
    return new RelationName("public", name);
  }

  /** A verdict with time enough. */
  static Verdict judge(String text, Policy policy, Use use) {
    return JUDGE.judge(
        text, policy, use, Deadline.after(Duration.ofMinutes(1), InstantSource.system()));
  }

  private static Policy policy(Set<String> masked) {
    Map<RelationName, Exposed> relations = new HashMap<>();
    COLUMNS.forEach(
        (name, columns) -> {
          List<String> names = List.of(columns.split(" ", -1));
          relations.put(
              relation(name),
              new Exposed(
                  names, masked.stream().filter(names::contains).collect(Collectors.toSet())));
        });
    return Policy.of(relations);
  }
}
