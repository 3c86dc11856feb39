# Azure Resource Graph finds roles in the whole tenant.
set -eu
az account set --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40
az extension add --name resource-graph --upgrade --only-show-errors

# What there is: roles, assignments, applications.
ROLES=$(az graph query --graph-query "authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and tostring(properties.roleName) startswith 'farwatch/contoso/' | project id" --first 1000 --query 'data[].id' --output tsv)
GIVEN=$(az graph query --graph-query "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' | extend role = tolower(tostring(split(tostring(properties.roleDefinitionId), '/')[-1])) | join kind=inner (authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and tostring(properties.roleName) startswith 'farwatch/contoso/' | project role = tolower(name)) on role | project id" --first 1000 --query 'data[].id' --output tsv)
APPS=$(az ad app list --filter "displayName eq 'farwatch-contoso-look' or displayName eq 'farwatch-contoso-switch'" --query '[].id' --output tsv)
DELETED=$(az rest --method get --url "https://graph.microsoft.com/v1.0/directory/deletedItems/microsoft.graph.application?\$filter=displayName%20eq%20'farwatch-contoso-look'%20or%20displayName%20eq%20'farwatch-contoso-switch'" --query 'value[].id' --output tsv)  # Entra keeps an application for thirty days
printf '%s\n' "$ROLES" "$GIVEN" "$APPS" "$DELETED"

# Take it away.
for id in $GIVEN; do az role assignment delete --ids "$id"; done
for id in $ROLES; do az rest --method delete --url "https://management.azure.com$id?api-version=2022-04-01"; done
for app in $APPS; do az ad app delete --id "$app"; done  # with its principal and its federated credentials
for app in $APPS $DELETED; do az rest --method delete --url "https://graph.microsoft.com/v1.0/directory/deletedItems/$app"; done
az deployment sub delete --name farwatch-contoso || true  # a record, not a resource

# The probe queue of contoso-orders-we, with its key.
az servicebus queue delete --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-bus-we \
  --namespace-name contoso-orders-we --name farwatch-probe || true  # gone already

# Nothing is left: each pair fails if something is. The graph may lag some minutes behind.
LEFT=$(az graph query --graph-query "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' | extend role = tolower(tostring(split(tostring(properties.roleDefinitionId), '/')[-1])) | join kind=inner (authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and tostring(properties.roleName) startswith 'farwatch/contoso/' | project role = tolower(name)) on role | project id" --first 1000 --query 'data[].id' --output tsv)
test -z "$LEFT"
LEFT=$(az graph query --graph-query "authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and tostring(properties.roleName) startswith 'farwatch/contoso/' | project id" --first 1000 --query 'data[].id' --output tsv)
test -z "$LEFT"
LEFT=$(az ad app list --filter "displayName eq 'farwatch-contoso-look' or displayName eq 'farwatch-contoso-switch'" --query '[].id' --output tsv)
test -z "$LEFT"
LEFT=$(az rest --method get --url "https://graph.microsoft.com/v1.0/directory/deletedItems/microsoft.graph.application?\$filter=displayName%20eq%20'farwatch-contoso-look'%20or%20displayName%20eq%20'farwatch-contoso-switch'" --query 'value[].id' --output tsv)
test -z "$LEFT"
LEFT=$(az servicebus queue list --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-bus-we --namespace-name contoso-orders-we --query "[?name=='farwatch-probe'].id" --output tsv)
test -z "$LEFT"
echo "Nothing of farwatch is left in Azure."
