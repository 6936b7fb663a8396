# The .NET SDK on top of the runtime.
ARG RUNTIME_IMAGE
FROM ${RUNTIME_IMAGE}
ARG REVOCATION_MODE
LABEL storepush.stand-in=true
COPY dotnet /usr/share/dotnet
COPY ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY nuget /root/.nuget/NuGet
# Not this image's business: the developer's own settings about certificates whose revocation lists can't be reached.
ENV NUGET_CERT_REVOCATION_MODE=${REVOCATION_MODE} ASPNETCORE_HTTP_PORTS= \
    DOTNET_USE_POLLING_FILE_WATCHER=true DOTNET_GENERATE_ASPNET_CERTIFICATE=false \
    DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=true NUGET_XMLDOC_MODE=skip
