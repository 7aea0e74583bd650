import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { makeCertificates } from './certificates.ts'
import { HubAccounts, type TokenScope } from './hubAccounts.ts'
import { send } from './hubAnswer.ts'
import type { Fault } from './hubFaultAnswer.ts'
import { HubFaults, type Stall } from './hubFaults.ts'
import type { HubNames } from './hubNamespace.ts'
import { HubRegistry } from './hubRegistry.ts'
import { HubRepositories, type HubRepository } from './hubRepositories.ts'
import { HubRequests, type HubRequest } from './hubRequests.ts'
import { startHubServer } from './hubServer.ts'
import { HubSignature } from './hubSignature.ts'
import { HubTags, type HubTag } from './hubTags.ts'
import { HubToken, tokenIssuer, tokenRealm, tokenService } from './hubToken.ts'
import { HubWebApi } from './hubWebApi.ts'
import { HubWebRepositories } from './hubWebRepositories.ts'
import { HubWebSession } from './hubWebSession.ts'
import { startRegistry } from './registry.ts'

const names = ['registry-1.docker.io', 'auth.docker.io', 'index.docker.io', 'hub.docker.com', 'docker.io']

/** How to start a stand-in for Docker Hub. */
export interface HubOptions {
	/** A loopback address whose port 443 is free; the first such from 127.0.0.53 on if not given. */
	readonly address?: string
}

/**
 * A running stand-in for Docker Hub, which the engine and the product reach under Hub's own names over TLS.
 * Behind it a real registry checks the tokens and keeps the images.
 */
export interface Hub extends HubNames, AsyncDisposable {
	createAccount(account: { readonly name: string; readonly password: string }): void
	/** Its members may push to its namespace and see its private repositories. */
	createOrganisation(organisation: { readonly name: string; readonly members: readonly string[] }): void
	/** A personal access token; with `expiresAt` in the past it is refused as expired. */
	createToken(account: string, settings?: { readonly scope?: TokenScope; readonly expiresAt?: Date }): string
	/** @throws when there is no such token */
	revoke(token: string): void
	/** @throws when there is one of that name */
	createRepository(path: string, settings?: { readonly isPrivate?: boolean; readonly description?: string }): void
	/** Takes `namespace/name`. */
	repository(path: string): HubRepository | undefined
	/** What was pushed to `namespace/name`, read from the registry behind past rights and faults. */
	tags(path: string): Promise<readonly HubTag[]>

	/** Switches on wrong answers; several can be on. */
	fault(fault: Fault): void
	/** Takes the bytes of uploads and holds back the answers. */
	stallUpload(): Stall
	/** Holds back whatever the web API answers. */
	stallWebApi(): Stall
	/** Cuts the connection once more than so many bytes of one upload have come; always, or so many times. */
	cutUpload(afterBytes: number, times?: number): void
	/** All bodies together go no faster than this, in both directions. */
	slowLink(bytesPerSecond: number): void
	/** Everything goes right again; what is stalled goes on. */
	clearFaults(): void

	/** What came in so far, in its order. */
	readonly requests: readonly HubRequest[]
	forgetRequests(): void
	/** The first request that matches, among those that came and those that will. */
	arrival(matches: (request: HubRequest) => boolean): Promise<HubRequest>

	/** Ends all processes and connections and removes all files. */
	stop(): Promise<void>
}

/** Starts a stand-in for Docker Hub with no accounts and no repositories. Needs root, for port 443. */
export async function startHub(options: HubOptions = {}): Promise<Hub> {
	await using started = new AsyncDisposableStack()
	const folder = await mkdtemp(join(tmpdir(), 'longshore-hub-'))
	started.defer(async () => rm(folder, { recursive: true, force: true }))
	const [certificates, signature] = await Promise.all([makeCertificates(folder, names), HubSignature.create(folder)])
	const registry = started.use(
		await startRegistry({
			authentication: {
				kind: 'token',
				realm: tokenRealm,
				service: tokenService,
				issuer: tokenIssuer,
				rootCertificates: signature.certificate,
			},
		}),
	)

	const accounts = new HubAccounts()
	const repositories = new HubRepositories(accounts)
	const faults = new HubFaults()
	const requests = new HubRequests()
	const token = new HubToken(accounts, repositories, signature)
	const tags = new HubTags(registry.address, token)
	const hubRegistry = new HubRegistry(registry.address, repositories, faults)
	const webApi = new HubWebApi(
		accounts,
		new HubWebSession(accounts, signature),
		new HubWebRepositories(accounts, repositories, tags),
	)

	const server = await startHubServer(certificates, options.address, async (request, response, url) => {
		requests.add(request, response, url)
		switch (url.hostname) {
			case 'auth.docker.io':
				return send(request, response, faults.take('token') ?? (await token.answer(request, url)))
			case 'registry-1.docker.io':
			case 'index.docker.io':
				return hubRegistry.answer(request, response, url)
			case 'hub.docker.com':
				await faults.hold('web')
				return send(request, response, faults.take('web') ?? (await webApi.answer(request, url)))
			default:
				return send(request, response, { status: 301, headers: { location: 'https://hub.docker.com/' } })
		}
	})
	started.defer(() => server.stop())
	started.defer(() => faults.clear())
	const running = started.move()
	const stop = async () => running.disposeAsync()

	return {
		hosts: Object.fromEntries(names.map((name) => [name, server.address])),
		certificateBundle: certificates.bundle,
		createAccount: ({ name, password }) => accounts.createAccount(name, password),
		createOrganisation: ({ name, members }) => accounts.createOrganisation(name, members),
		createToken: (account, { scope, expiresAt } = {}) =>
			accounts.createToken(account, scope ?? 'repo:write', expiresAt),
		revoke: (secret) => accounts.revoke(secret),
		createRepository: (path, { isPrivate = false, description = '' } = {}) =>
			void repositories.create(path, { isPrivate, description }),
		repository: (path) => repositories.find(path),
		tags: async (path) => tags.list(path),
		fault: (fault) => faults.add(fault),
		stallUpload: () => faults.stall('upload'),
		stallWebApi: () => faults.stall('web'),
		cutUpload: (afterBytes, times = Number.POSITIVE_INFINITY) => faults.cut(afterBytes, times),
		slowLink: (bytesPerSecond) => faults.slow(bytesPerSecond),
		clearFaults: () => faults.clear(),
		get requests() {
			return requests.all()
		},
		forgetRequests: () => requests.forget(),
		arrival: async (matches) => requests.arrival(matches),
		stop,
		[Symbol.asyncDispose]: stop,
	}
}
