"""ROC AUC, the confusion matrix and log loss by DuckDB's SQL.   metrics_duckdb.py FILE"""
import sys

import duckdb

connection = duckdb.connect()
connection.sql(f"create table t as select * from '{sys.argv[1]}'")
print(
    connection.sql(
        """with g as (select score, count(*) n, sum(label) p from t group by score),
                w as (select *, sum(n - p) over (order by score) - (n - p) / 2.0 below from g)
           select sum(p * below) / (sum(p) * sum(n - p)) from w""").fetchall(),
    connection.sql(
        """select label, score >= 0.5, count(*),
                  -avg(case when label = 1 then ln(greatest(score, 1e-15))
                       else ln(greatest(1 - score, 1e-15)) end)
           from t group by all""").fetchall())
