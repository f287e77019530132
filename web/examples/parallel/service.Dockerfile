ARG BASE
FROM ${BASE}
ARG SERVICE
COPY services/${SERVICE} /app
CMD ["node", "/app/server.js"]
