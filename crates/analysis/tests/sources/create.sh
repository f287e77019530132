#!/bin/bash
set -euo pipefail

TASK=helloworldtask
REGISTRY=myregistry
BASE=mybaseregistry

az acr task create \
  --registry "$REGISTRY" --name "$TASK" \
  --context https://github.com/Azure-Samples/acr-build-helloworld-node.git#main \
  --file helloworldtask.yaml \
  --commit-trigger-enabled false \
  --assign-identity

principalID=$(az acr task show --name "$TASK" --registry "$REGISTRY" --query identity.principalId --output tsv)
baseID=$(az acr show --name "$BASE" --query id --output tsv)

az role assignment create --assignee "$principalID" --scope "$baseID" --role acrpull

az acr task credential add \
  --name "$TASK" --registry "$REGISTRY" \
  --login-server "$BASE.azurecr.io" \
  --use-identity '[system]'
