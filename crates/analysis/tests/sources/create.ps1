$task = 'helloworldtask'
$registry = 'myregistry'
$base = 'mybaseregistry'

az acr task create `
  --registry $registry --name $task `
  --context https://github.com/Azure-Samples/acr-build-helloworld-node.git#main `
  --file helloworldtask.yaml `
  --commit-trigger-enabled false `
  --assign-identity '[system]'

$principalId = az acr task show --name $task --registry $registry --query identity.principalId --output tsv
$baseId = $(az acr show --name $base --query id --output tsv)

az role assignment create --assignee $principalId --scope $baseId --role AcrPull

az acr task credential add --name $task --registry $registry `
  --login-server "$base.azurecr.io" --use-identity '[system]'
