# The ASP.NET Core runtime as Microsoft's image has it: same paths, user and environment.
FROM storepush/debian
LABEL storepush.stand-in=true
COPY dotnet /usr/share/dotnet
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
ENV APP_UID=1654 ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true
