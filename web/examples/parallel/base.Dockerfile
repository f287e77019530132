FROM mcr.microsoft.com/azurelinux/base/nodejs:20
RUN npm install --global pnpm@9
