# Azure Resource Graph finds roles in the whole tenant.
set -eu
az account set --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40
az extension add --name resource-graph --upgrade --only-show-errors

# What there is: roles, assignments, applications, workflows.
ROLES=$(az graph query --graph-query "authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and tostring(properties.roleName) startswith 'farwatch/contoso/' | project id" --first 1000 --query 'data[].id' --output tsv)
GIVEN=$(az graph query --graph-query "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' | extend role = tolower(tostring(split(tostring(properties.roleDefinitionId), '/')[-1])) | join kind=inner (authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and tostring(properties.roleName) startswith 'farwatch/contoso/' | project role = tolower(name)) on role | project id" --first 1000 --query 'data[].id' --output tsv)
MADE=$(az graph query --graph-query "resources | where tags['farwatch-made-for'] =~ 'contoso' | project id" --first 1000 --query 'data[].id' --output tsv)
APPS=$(az ad app list --filter "displayName eq 'farwatch-contoso-look' or displayName eq 'farwatch-contoso-switch'" --query '[].id' --output tsv)
DELETED=$(az rest --method get --url "https://graph.microsoft.com/v1.0/directory/deletedItems/microsoft.graph.application?\$filter=displayName%20eq%20'farwatch-contoso-look'%20or%20displayName%20eq%20'farwatch-contoso-switch'" --query 'value[].id' --output tsv)  # Entra keeps an application for thirty days
printf '%s\n' "$ROLES" "$GIVEN" "$MADE" "$APPS" "$DELETED"

# Take it away, once somebody has read what there is.
printf "Type yes to take away what is listed above: "
read -r SURE
test "$SURE" = yes
for id in $GIVEN; do az role assignment delete --ids "$id"; done
for id in $ROLES; do az rest --method delete --url "https://management.azure.com$id?api-version=2022-04-01"; done
for id in $MADE; do az resource delete --ids "$id"; done
for app in $APPS; do az ad app delete --id "$app"; done  # with its principal and its federated credentials
for app in $APPS $DELETED; do az rest --method delete --url "https://graph.microsoft.com/v1.0/directory/deletedItems/$app"; done
az deployment sub delete --name farwatch-contoso || true  # a record, not a resource

# The probe queue of contoso-orders-we, with its key.
az servicebus queue delete --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-bus-we \
  --namespace-name contoso-orders-we --name farwatch-probe || true  # gone already

# The operation that gateways are asked for, and the subscription that may call it.
GROUP=$(az resource list --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-type Microsoft.ApiManagement/service --name contoso-orders-we --query '[0].resourceGroup' --output tsv)
az rest --method delete --headers 'If-Match=*' --url "https://management.azure.com/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/$GROUP/providers/Microsoft.ApiManagement/service/contoso-orders-we/subscriptions/farwatch-contoso?api-version=2022-08-01" || true  # gone already
az rest --method delete --headers 'If-Match=*' --url "https://management.azure.com/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/$GROUP/providers/Microsoft.ApiManagement/service/contoso-orders-we/apis/farwatch-contoso?api-version=2022-08-01&deleteRevisions=true" || true  # gone already
GROUP=$(az resource list --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-type Microsoft.ApiManagement/service --name contoso-orders-ne --query '[0].resourceGroup' --output tsv)
az rest --method delete --headers 'If-Match=*' --url "https://management.azure.com/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/$GROUP/providers/Microsoft.ApiManagement/service/contoso-orders-ne/subscriptions/farwatch-contoso?api-version=2022-08-01" || true  # gone already
az rest --method delete --headers 'If-Match=*' --url "https://management.azure.com/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/$GROUP/providers/Microsoft.ApiManagement/service/contoso-orders-ne/apis/farwatch-contoso?api-version=2022-08-01&deleteRevisions=true" || true  # gone already

# Nothing is left: each pair fails if something is. The graph may lag some minutes behind.
LEFT=$(az graph query --graph-query "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' | extend role = tolower(tostring(split(tostring(properties.roleDefinitionId), '/')[-1])) | join kind=inner (authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and tostring(properties.roleName) startswith 'farwatch/contoso/' | project role = tolower(name)) on role | project id" --first 1000 --query 'data[].id' --output tsv)
test -z "$LEFT"
LEFT=$(az graph query --graph-query "authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and tostring(properties.roleName) startswith 'farwatch/contoso/' | project id" --first 1000 --query 'data[].id' --output tsv)
test -z "$LEFT"
LEFT=$(az graph query --graph-query "resources | where tags['farwatch-made-for'] =~ 'contoso' | project id" --first 1000 --query 'data[].id' --output tsv)
test -z "$LEFT"
LEFT=$(az ad app list --filter "displayName eq 'farwatch-contoso-look' or displayName eq 'farwatch-contoso-switch'" --query '[].id' --output tsv)
test -z "$LEFT"
LEFT=$(az rest --method get --url "https://graph.microsoft.com/v1.0/directory/deletedItems/microsoft.graph.application?\$filter=displayName%20eq%20'farwatch-contoso-look'%20or%20displayName%20eq%20'farwatch-contoso-switch'" --query 'value[].id' --output tsv)
test -z "$LEFT"
LEFT=$(az servicebus queue list --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-bus-we --namespace-name contoso-orders-we --query "[?name=='farwatch-probe'].id" --output tsv)
test -z "$LEFT"
GROUP=$(az resource list --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-type Microsoft.ApiManagement/service --name contoso-orders-we --query '[0].resourceGroup' --output tsv)
LEFT=$(test -z "$GROUP" || az rest --method get --url "https://management.azure.com/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/$GROUP/providers/Microsoft.ApiManagement/service/contoso-orders-we/subscriptions?api-version=2022-08-01&\$filter=name%20eq%20'farwatch-contoso'" --query 'value[].id' --output tsv)
test -z "$LEFT"
LEFT=$(test -z "$GROUP" || az rest --method get --url "https://management.azure.com/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/$GROUP/providers/Microsoft.ApiManagement/service/contoso-orders-we/apis?api-version=2022-08-01&\$filter=name%20eq%20'farwatch-contoso'" --query 'value[].id' --output tsv)
test -z "$LEFT"
GROUP=$(az resource list --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-type Microsoft.ApiManagement/service --name contoso-orders-ne --query '[0].resourceGroup' --output tsv)
LEFT=$(test -z "$GROUP" || az rest --method get --url "https://management.azure.com/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/$GROUP/providers/Microsoft.ApiManagement/service/contoso-orders-ne/subscriptions?api-version=2022-08-01&\$filter=name%20eq%20'farwatch-contoso'" --query 'value[].id' --output tsv)
test -z "$LEFT"
LEFT=$(test -z "$GROUP" || az rest --method get --url "https://management.azure.com/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/$GROUP/providers/Microsoft.ApiManagement/service/contoso-orders-ne/apis?api-version=2022-08-01&\$filter=name%20eq%20'farwatch-contoso'" --query 'value[].id' --output tsv)
test -z "$LEFT"
echo "Nothing of farwatch is left in Azure."
