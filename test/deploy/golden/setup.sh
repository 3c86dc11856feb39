# Stops at the first command that fails. Run it again: what there is stays.
set -eu
az account set --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40

# Who vouches: the AWS account, and the issuer of its tokens (enabled once).
ACCOUNT=$(aws sts get-caller-identity --query Account --output text)
aws iam enable-outbound-web-identity-federation || true  # FeatureEnabled: it is on already
ISSUER=$(aws iam get-outbound-web-identity-federation-info --query IssuerIdentifier --output text)

# The identity that may only look; its client id belongs into azure.look.client.
LOOK=$(az ad app list --app-id 2d7b9e60-41c8-4f5a-8e13-9a0c7d64b2f1 --query '[].appId' --output tsv)
NAMED=$(az ad app list --filter "displayName eq 'farwatch-contoso-look'" --query '[].appId' --output tsv)
test -n "$LOOK" || test -z "$NAMED" || { \
  echo "There is an application farwatch-contoso-look already, and the file does not name it. If it is yours, write its client id into azure.look.client and print this script anew; else find out whose it is." >&2; exit 1; }
test -n "$LOOK" || LOOK=$(az ad app create --display-name farwatch-contoso-look --sign-in-audience AzureADMyOrg --query appId --output tsv)
az ad sp show --id "$LOOK" --output none 2>/dev/null || az ad sp create --id "$LOOK" --output none
LOOK_PRINCIPAL=$(az ad sp show --id "$LOOK" --query id --output tsv)
CREDENTIAL='{"name":"farwatch-contoso-look-eu-north-1","issuer":"'"$ISSUER"'","subject":"arn:aws:iam::'"$ACCOUNT"':role/farwatch-contoso-look-eu-north-1","audiences":["api://AzureADTokenExchange"]}'
if az ad app federated-credential show --id "$LOOK" --federated-credential-id farwatch-contoso-look-eu-north-1 --output none 2>/dev/null
then az ad app federated-credential update --id "$LOOK" --federated-credential-id farwatch-contoso-look-eu-north-1 --output none --parameters "$CREDENTIAL"
else az ad app federated-credential create --id "$LOOK" --output none --parameters "$CREDENTIAL"
fi
CREDENTIAL='{"name":"farwatch-contoso-look-eu-west-2","issuer":"'"$ISSUER"'","subject":"arn:aws:iam::'"$ACCOUNT"':role/farwatch-contoso-look-eu-west-2","audiences":["api://AzureADTokenExchange"]}'
if az ad app federated-credential show --id "$LOOK" --federated-credential-id farwatch-contoso-look-eu-west-2 --output none 2>/dev/null
then az ad app federated-credential update --id "$LOOK" --federated-credential-id farwatch-contoso-look-eu-west-2 --output none --parameters "$CREDENTIAL"
else az ad app federated-credential create --id "$LOOK" --output none --parameters "$CREDENTIAL"
fi
CREDENTIAL='{"name":"farwatch-contoso-look-us-east-1","issuer":"'"$ISSUER"'","subject":"arn:aws:iam::'"$ACCOUNT"':role/farwatch-contoso-look-us-east-1","audiences":["api://AzureADTokenExchange"]}'
if az ad app federated-credential show --id "$LOOK" --federated-credential-id farwatch-contoso-look-us-east-1 --output none 2>/dev/null
then az ad app federated-credential update --id "$LOOK" --federated-credential-id farwatch-contoso-look-us-east-1 --output none --parameters "$CREDENTIAL"
else az ad app federated-credential create --id "$LOOK" --output none --parameters "$CREDENTIAL"
fi
echo "azure.look.client: $LOOK"

# The identity that may change what a move changes; its client id belongs into azure.switch.client.
SWITCH=$(az ad app list --app-id b84e3f17-c092-4d6b-a5f8-10e7c93d2a68 --query '[].appId' --output tsv)
NAMED=$(az ad app list --filter "displayName eq 'farwatch-contoso-switch'" --query '[].appId' --output tsv)
test -n "$SWITCH" || test -z "$NAMED" || { \
  echo "There is an application farwatch-contoso-switch already, and the file does not name it. If it is yours, write its client id into azure.switch.client and print this script anew; else find out whose it is." >&2; exit 1; }
test -n "$SWITCH" || SWITCH=$(az ad app create --display-name farwatch-contoso-switch --sign-in-audience AzureADMyOrg --query appId --output tsv)
az ad sp show --id "$SWITCH" --output none 2>/dev/null || az ad sp create --id "$SWITCH" --output none
SWITCH_PRINCIPAL=$(az ad sp show --id "$SWITCH" --query id --output tsv)
CREDENTIAL='{"name":"farwatch-contoso-switch","issuer":"'"$ISSUER"'","subject":"arn:aws:iam::'"$ACCOUNT"':role/farwatch-contoso-switch","audiences":["api://AzureADTokenExchange"]}'
if az ad app federated-credential show --id "$SWITCH" --federated-credential-id farwatch-contoso-switch --output none 2>/dev/null
then az ad app federated-credential update --id "$SWITCH" --federated-credential-id farwatch-contoso-switch --output none --parameters "$CREDENTIAL"
else az ad app federated-credential create --id "$SWITCH" --output none --parameters "$CREDENTIAL"
fi
echo "azure.switch.client: $SWITCH"

# The queue farwatch-probe of contoso-orders-we, that nobody but probes touches. Its partner namespace takes over the queue and its key.
az servicebus queue create --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-bus-we --namespace-name contoso-orders-we \
  --name farwatch-probe --max-size 1024 --default-message-time-to-live PT5M --output none
az servicebus queue authorization-rule create --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-bus-we --namespace-name contoso-orders-we \
  --queue-name farwatch-probe --name farwatch-probe --rights Send Listen --output none
# It belongs to env:ORDERS_BUS_KEY, and is printed by: az servicebus queue authorization-rule keys list --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-bus-we --namespace-name contoso-orders-we --queue-name farwatch-probe --name farwatch-probe --query primaryKey --output tsv

# The health workflow edi-health in contoso-edi-we: made only where there is none.
FOUND=$(az resource list --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-edi-we --resource-type Microsoft.Logic/workflows --name edi-health --query '[].id' --output tsv)
test -n "$FOUND" || {
  az deployment group create --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-edi-we --name farwatch-edi-health --output none \
    --template-file health-workflow.bicep \
    --parameters name=edi-health location=westeurope state=Enabled madeFor=contoso
  # It belongs to env:EDI_HEALTH_URL_WE, and is printed by: az rest --method post --url "https://management.azure.com/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-edi-we/providers/Microsoft.Logic/workflows/edi-health/triggers/manual/listCallbackUrl?api-version=2019-05-01" --query value --output tsv
}

# The health workflow edi-health in contoso-edi-ne: made only where there is none.
FOUND=$(az resource list --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-edi-ne --resource-type Microsoft.Logic/workflows --name edi-health --query '[].id' --output tsv)
test -n "$FOUND" || {
  az deployment group create --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-edi-ne --name farwatch-edi-health --output none \
    --template-file health-workflow.bicep \
    --parameters name=edi-health location=northeurope state=Disabled madeFor=contoso
  # It belongs to env:EDI_HEALTH_URL_NE, and is printed by: az rest --method post --url "https://management.azure.com/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-edi-ne/providers/Microsoft.Logic/workflows/edi-health/triggers/manual/listCallbackUrl?api-version=2019-05-01" --query value --output tsv
}

# Roles: one for each way to act and resource, given on that resource alone. To see first what would change, add --confirm-with-what-if.
az deployment sub create --name farwatch-contoso \
  --location northeurope \
  --template-file main.bicep \
  --parameters lookPrincipal="$LOOK_PRINCIPAL" switchPrincipal="$SWITCH_PRINCIPAL"

# The key of order-api, the same on both sides: the one there is, else a new one.
GROUP=$(az resource list --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-type Microsoft.ApiManagement/service --name contoso-orders-we --query '[0].resourceGroup' --output tsv)
KEY=$(az rest --method post --url "https://management.azure.com/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/$GROUP/providers/Microsoft.ApiManagement/service/contoso-orders-we/subscriptions/farwatch-contoso/listSecrets?api-version=2022-08-01" --query primaryKey --output tsv 2>/dev/null || openssl rand -hex 24)
# It belongs to env:ORDERS_API_KEY, and is printed by: az rest --method post --url "https://management.azure.com/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/$GROUP/providers/Microsoft.ApiManagement/service/contoso-orders-we/subscriptions/farwatch-contoso/listSecrets?api-version=2022-08-01" --query primaryKey --output tsv

# A cheap operation at contoso-orders-we. It fails where another API has the path farwatch: name a free one in the file.
GROUP=$(az resource list --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-type Microsoft.ApiManagement/service --name contoso-orders-we --query '[0].resourceGroup' --output tsv)
test -n "$GROUP" || echo "There is no contoso-orders-we in 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40: make GET /farwatch/ping there by hand." >&2
test -z "$GROUP" || az deployment group create --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group "$GROUP" --name farwatch-ping --output none \
  --template-file ping-operation.bicep \
  --parameters gateway=contoso-orders-we name=farwatch-contoso apiPath=farwatch operationPath=/ping \
  --parameters keyHeader=Ocp-Apim-Subscription-Key key="$KEY" answerHeader=X-Served-By answerValue=westeurope

# A cheap operation at contoso-orders-ne. It fails where another API has the path farwatch: name a free one in the file.
GROUP=$(az resource list --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-type Microsoft.ApiManagement/service --name contoso-orders-ne --query '[0].resourceGroup' --output tsv)
test -n "$GROUP" || echo "There is no contoso-orders-ne in 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40: make GET /farwatch/ping there by hand." >&2
test -z "$GROUP" || az deployment group create --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group "$GROUP" --name farwatch-ping --output none \
  --template-file ping-operation.bicep \
  --parameters gateway=contoso-orders-ne name=farwatch-contoso apiPath=farwatch operationPath=/ping \
  --parameters keyHeader=Ocp-Apim-Subscription-Key key="$KEY" answerHeader=X-Served-By answerValue=northeurope

# Roles of an earlier file that this one does not need; each that is shown should go.
az extension add --name resource-graph --upgrade --only-show-errors
az graph query --graph-query "authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' | extend name = tostring(properties.roleName) | where name startswith 'farwatch/contoso/' | where name !in~ ('farwatch/contoso/look/read/contoso-bus-ne', 'farwatch/contoso/look/read/contoso-bus-ne/contoso-orders-ne', 'farwatch/contoso/look/read/contoso-bus-ne/contoso-orders-ne/contoso-orders', 'farwatch/contoso/look/read/contoso-bus-we/contoso-orders-we', 'farwatch/contoso/look/read/contoso-bus-we/contoso-orders-we/contoso-orders', 'farwatch/contoso/look/read/contoso-dns', 'farwatch/contoso/look/read/contoso-dns/contoso.com/orders', 'farwatch/contoso/look/read/contoso-edi-ne', 'farwatch/contoso/look/read/contoso-edi-we', 'farwatch/contoso/switch/service-bus-pair/contoso-bus-ne/contoso-orders-ne', 'farwatch/contoso/switch/service-bus-alias/contoso-bus-ne/contoso-orders-ne/contoso-orders', 'farwatch/contoso/switch/service-bus-pair/contoso-bus-we/contoso-orders-we', 'farwatch/contoso/switch/service-bus-alias/contoso-bus-we/contoso-orders-we/contoso-orders', 'farwatch/contoso/switch/dns-record/contoso-dns/contoso.com/orders', 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne', 'farwatch/contoso/switch/runs-drained/contoso-edi-ne', 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-health', 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-despatch', 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-invoices', 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-orders', 'farwatch/contoso/switch/logic-app-state/contoso-edi-we', 'farwatch/contoso/switch/logic-app-state/contoso-edi-we/edi-health', 'farwatch/contoso/switch/logic-app-state/contoso-edi-we/edi-receive-despatch', 'farwatch/contoso/switch/logic-app-state/contoso-edi-we/edi-receive-invoices', 'farwatch/contoso/switch/logic-app-state/contoso-edi-we/edi-receive-orders') | project name" --query 'data[].name' --output tsv

# Whoever else could log in as one of them: keys, owners, and federated credentials that the file does not need. Each that is shown should be known to you.
az ad app credential list --id "$LOOK" --query '[].[displayName,endDateTime]' --output tsv
az ad app credential list --id "$LOOK" --cert --query '[].[displayName,endDateTime]' --output tsv
az ad app owner list --id "$LOOK" --query '[].userPrincipalName' --output tsv
az ad app federated-credential list --id "$LOOK" --query '[?!contains(`["farwatch-contoso-look-eu-north-1","farwatch-contoso-look-eu-west-2","farwatch-contoso-look-us-east-1"]`, name)].[name,subject]' --output tsv
az ad app credential list --id "$SWITCH" --query '[].[displayName,endDateTime]' --output tsv
az ad app credential list --id "$SWITCH" --cert --query '[].[displayName,endDateTime]' --output tsv
az ad app owner list --id "$SWITCH" --query '[].userPrincipalName' --output tsv
az ad app federated-credential list --id "$SWITCH" --query '[?!contains(`["farwatch-contoso-switch"]`, name)].[name,subject]' --output tsv
