# Who trusts whom: the AWS account, and the issuer of its tokens (enabled once).
set -eu
az account set --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40
ACCOUNT=$(aws sts get-caller-identity --query Account --output text)
aws iam enable-outbound-web-identity-federation || true  # FeatureEnabled: it is on already
ISSUER=$(aws iam get-outbound-web-identity-federation-info --query IssuerIdentifier --output text)

# The identity that may only look; its client id belongs into azure.look.client.
LOOK=$(az ad app list --filter "displayName eq 'farwatch-contoso-look'" --query '[0].appId' --output tsv)
test -n "$LOOK" || LOOK=$(az ad app create --display-name farwatch-contoso-look --sign-in-audience AzureADMyOrg --query appId --output tsv)
az ad sp show --id "$LOOK" --output none 2>/dev/null || az ad sp create --id "$LOOK" --output none
LOOK_PRINCIPAL=$(az ad sp show --id "$LOOK" --query id --output tsv)
az ad app federated-credential show --id "$LOOK" --federated-credential-id farwatch-contoso-look-eu-north-1 --output none 2>/dev/null || az ad app federated-credential create --id "$LOOK" --output none \
  --parameters '{"name":"farwatch-contoso-look-eu-north-1","issuer":"'"$ISSUER"'","subject":"arn:aws:iam::'"$ACCOUNT"':role/farwatch-contoso-look-eu-north-1","audiences":["api://AzureADTokenExchange"]}'
az ad app federated-credential show --id "$LOOK" --federated-credential-id farwatch-contoso-look-eu-west-2 --output none 2>/dev/null || az ad app federated-credential create --id "$LOOK" --output none \
  --parameters '{"name":"farwatch-contoso-look-eu-west-2","issuer":"'"$ISSUER"'","subject":"arn:aws:iam::'"$ACCOUNT"':role/farwatch-contoso-look-eu-west-2","audiences":["api://AzureADTokenExchange"]}'
az ad app federated-credential show --id "$LOOK" --federated-credential-id farwatch-contoso-look-us-east-1 --output none 2>/dev/null || az ad app federated-credential create --id "$LOOK" --output none \
  --parameters '{"name":"farwatch-contoso-look-us-east-1","issuer":"'"$ISSUER"'","subject":"arn:aws:iam::'"$ACCOUNT"':role/farwatch-contoso-look-us-east-1","audiences":["api://AzureADTokenExchange"]}'
echo "azure.look.client: $LOOK"

# The identity that may change what a move changes; its client id belongs into azure.switch.client.
SWITCH=$(az ad app list --filter "displayName eq 'farwatch-contoso-switch'" --query '[0].appId' --output tsv)
test -n "$SWITCH" || SWITCH=$(az ad app create --display-name farwatch-contoso-switch --sign-in-audience AzureADMyOrg --query appId --output tsv)
az ad sp show --id "$SWITCH" --output none 2>/dev/null || az ad sp create --id "$SWITCH" --output none
SWITCH_PRINCIPAL=$(az ad sp show --id "$SWITCH" --query id --output tsv)
az ad app federated-credential show --id "$SWITCH" --federated-credential-id farwatch-contoso-switch --output none 2>/dev/null || az ad app federated-credential create --id "$SWITCH" --output none \
  --parameters '{"name":"farwatch-contoso-switch","issuer":"'"$ISSUER"'","subject":"arn:aws:iam::'"$ACCOUNT"':role/farwatch-contoso-switch","audiences":["api://AzureADTokenExchange"]}'
echo "azure.switch.client: $SWITCH"

# Roles: one for each way to act and resource, assigned on that resource alone.
az deployment sub create --name farwatch-contoso \
  --location northeurope \
  --template-file main.bicep \
  --parameters lookPrincipal="$LOOK_PRINCIPAL" switchPrincipal="$SWITCH_PRINCIPAL"

# Roles of an earlier file that this one does not need; each that is shown should go.
az extension add --name resource-graph --upgrade --only-show-errors
az graph query --graph-query "authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' | extend name = tostring(properties.roleName) | where name startswith 'farwatch/contoso/' | where name !in~ ('farwatch/contoso/look/read/contoso-bus-ne', 'farwatch/contoso/look/read/contoso-bus-ne/contoso-orders-ne/contoso-orders', 'farwatch/contoso/look/read/contoso-bus-we/contoso-orders-we/contoso-orders', 'farwatch/contoso/look/read/contoso-dns', 'farwatch/contoso/look/read/contoso-dns/contoso.com/orders', 'farwatch/contoso/look/read/contoso-edi-ne', 'farwatch/contoso/look/read/contoso-edi-we', 'farwatch/contoso/switch/service-bus-alias/contoso-bus-ne/contoso-orders-ne/contoso-orders', 'farwatch/contoso/switch/service-bus-alias/contoso-bus-we/contoso-orders-we/contoso-orders', 'farwatch/contoso/switch/dns-record/contoso-dns/contoso.com/orders', 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne', 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-health', 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-despatch', 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-invoices', 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-orders', 'farwatch/contoso/switch/logic-app-state/contoso-edi-we', 'farwatch/contoso/switch/logic-app-state/contoso-edi-we/edi-health', 'farwatch/contoso/switch/logic-app-state/contoso-edi-we/edi-receive-despatch', 'farwatch/contoso/switch/logic-app-state/contoso-edi-we/edi-receive-invoices', 'farwatch/contoso/switch/logic-app-state/contoso-edi-we/edi-receive-orders') | project name" --query 'data[].name' --output tsv

# The queue farwatch-probe of contoso-orders-we, that nobody but probes touches.
az servicebus queue create --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-bus-we --namespace-name contoso-orders-we \
  --name farwatch-probe --max-size 1024 --default-message-time-to-live PT5M --output none
az servicebus queue authorization-rule create --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-bus-we --namespace-name contoso-orders-we \
  --queue-name farwatch-probe --name farwatch-probe --rights Send Listen --output none
# Its key belongs to env:ORDERS_BUS_KEY; neither prints here. The partner namespace takes both over.
