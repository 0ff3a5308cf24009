"""TensorFlow Data Validation: statistics, a schema from them, and a check. argument: FILE"""

import sys

import tensorflow_data_validation as tfdv

statistics = tfdv.generate_statistics_from_csv(sys.argv[1])
anomalies = tfdv.validate_statistics(statistics, tfdv.infer_schema(statistics))
print(len(statistics.datasets[0].features), len(anomalies.anomaly_info))
