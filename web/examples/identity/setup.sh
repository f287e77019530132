#!/bin/sh
# How the task was made. acrlint reads from it what the task may do.
registry=contoso
task=reports

az acr task create -n "$task" -r "$registry" -f acr-task.yaml -c https://github.com/contoso/reports.git \
  --assign-identity '[system]' --commit-trigger-enabled false

# The role is there, but not the credential that uses it: add
#   az acr task credential add -n "$task" -r "$registry" --login-server platform.azurecr.io --use-identity '[system]'
