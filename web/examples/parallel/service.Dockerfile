ARG SERVICE
FROM mcr.microsoft.com/azurelinux/base/nodejs:20
ARG SERVICE
COPY services/${SERVICE} /app
CMD ["node", "/app/server.js"]
