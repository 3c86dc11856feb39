# The container apim of contosobackups, and the instances that write and read backups in it.
az storage container-rm show --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-backups --storage-account contosobackups --name apim --output none 2> /dev/null || \
    az storage container-rm create --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-backups --storage-account contosobackups --name apim --public-access off --output none
az role assignment create --assignee-object-id "$(az resource show --ids /subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-api-we/providers/Microsoft.ApiManagement/service/contoso-orders-we --query identity.principalId --output tsv)" --assignee-principal-type ServicePrincipal \
  --role 'Storage Blob Data Contributor' --scope /subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-backups/providers/Microsoft.Storage/storageAccounts/contosobackups/blobServices/default/containers/apim --output none

# The workflow farwatch-backup-contoso-orders-we, which backs contoso-orders-we up every day at 03:30 UTC, and the role that lets it.
BACKS_UP=$(az deployment group create --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-backups --name farwatch-backup-contoso-orders-we \
  --template-file apim-backup.bicep \
  --parameters name=farwatch-backup-contoso-orders-we location=northeurope madeFor=contoso \
  service=/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-api-we/providers/Microsoft.ApiManagement/service/contoso-orders-we namedValue=farwatch-backup apiVersion=2024-05-01 hour=3 minute=30 \
  storage=contosobackups container=apim identity=system \
  --query properties.outputs.principal.value --output tsv)
az deployment group create --subscription 9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40 --resource-group contoso-api-we --name farwatch-backup-contoso-orders-we-right --output none \
  --template-file apim-backup-right.bicep \
  --parameters instance=contoso-orders-we principal="$BACKS_UP" role=farwatch/contoso/schedule/apim-backup/contoso-api-we/contoso-orders-we
