"""Logs a model file as an artifact of a run, in a local folder, and registers a version of it.

usage: mlflow_register.py DIRECTORY FILE
"""

import os
import sys

import mlflow
from mlflow import MlflowClient

directory = os.path.abspath(sys.argv[1])
os.makedirs(directory, exist_ok=True)
mlflow.set_tracking_uri(f"sqlite:///{directory}/mlflow.db")
client = MlflowClient()
experiment = client.create_experiment("bench", artifact_location=f"file://{directory}/artifacts")
run = client.create_run(experiment)
client.log_artifact(run.info.run_id, sys.argv[2], "model")
client.create_registered_model("bench")
client.create_model_version("bench", f"{run.info.artifact_uri}/model", run.info.run_id)
