# One file for every service:  docker build --build-arg SERVICE=Ingest .
# SERVICE is Ingest, Delivery, Edge, Standalone or Gateway. All are built in one go, so that the images share every step but the last.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

# Only what decides which packages are restored: a change of the code does not change this stage's files, so the restore stays cached.
FROM ${SDK_IMAGE} AS projects
WORKDIR /src
COPY . .
RUN find . -type f ! -name '*.csproj' ! -name '*.props' ! -name '*.targets' ! -iname nuget.config ! -name global.json -delete \
 && find . -type d -empty -delete

FROM ${SDK_IMAGE} AS build
WORKDIR /src
COPY --from=projects /src .
# Compiled ahead: a process that starts is ready sooner, and takes less from those that run. For the machine that builds.
ENV PublishReadyToRun=true
RUN for project in services/*/*.csproj gateway/*.csproj; do dotnet restore --use-current-runtime "$project" || exit 1; done
COPY . .
# The link gives every image the same command, whatever its service is called.
RUN for project in services/*/*.csproj gateway/*.csproj; do \
      name=$(basename "$project" .csproj); \
      dotnet publish "$project" --use-current-runtime --no-self-contained --no-restore --configuration Release \
        --output "/out/$name" || exit 1; \
      ln -s "$name" "/out/$name/service"; \
    done

FROM ${RUNTIME_IMAGE}
ARG SERVICE
WORKDIR /app
COPY --from=build /out/${SERVICE} .
COPY LICENSE THIRD-PARTY-NOTICES.md ./
# HTTP_PORTS is the base image's default; left in place, every start would warn that URLS overrides it.
ENV ASPNETCORE_URLS=http://+:8080 ASPNETCORE_HTTP_PORTS=
EXPOSE 8080
# The base image's user "app".
USER 1654
HEALTHCHECK --interval=10s --timeout=5s --retries=3 --start-period=60s --start-interval=1s CMD ["/app/service", "--probe"]
ENTRYPOINT ["/app/service"]
