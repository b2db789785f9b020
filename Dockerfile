# riskledger as a container: `docker build -t riskledger .`, then as in docker-compose.yml.
# It has no Postgres of its own in use: give it RISKLEDGER_DATABASE_URL.

FROM node:22-bookworm-slim AS build
WORKDIR /riskledger
COPY package.json package-lock.json ./
# The compiler runs in npm's prepare step, which needs the sources: it comes after them.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production RISKLEDGER_HOME=/var/lib/riskledger
RUN install -d -o node -g node -m 700 /var/lib/riskledger && ln -s /riskledger/bin/riskledger.js /usr/local/bin/riskledger
WORKDIR /riskledger
COPY --from=build /riskledger ./
USER node
VOLUME /var/lib/riskledger
# Signals reach node itself: followers end within seconds of SIGTERM.
ENTRYPOINT ["node", "bin/riskledger.js"]
CMD ["--help"]
