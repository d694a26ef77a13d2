# One image for every process of Raakvlak; docker-compose.yml says which one runs. No secret is ever in it.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY migrations ./migrations
COPY libs ./libs
COPY apps ./apps
COPY docs/openapi.json docs/openapi-custodian.json ./docs/
# The web app goes into dist as well, and the index serves it. What only the local set-up needs (embedded PostgreSQL) and the
# tools stay behind.
RUN npx nest build && npx vite build --config apps/web/vite.config.mjs && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/migrations ./migrations
COPY --from=build /app/dist ./dist
USER node
