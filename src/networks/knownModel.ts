import type { Connection } from '../engine/connection.ts'
import { Disposable, Emitter } from '../engine/disposable.ts'
import type { Engine } from '../engine/engine.ts'
import { isNotFound } from '../engine/errors.ts'
import type { Inventory } from '../engine/inventory.ts'
import type { ContainerRecord } from '../engine/records.ts'
import { allAliasesOf, type AliasesByNetwork } from './aliases.ts'
import { inOrder } from './network.ts'
import type { Model, Peer } from './reachability.ts'

/** So many containers are asked at once for their aliases. */
const atOnce = 8

/**
 * Who could reach whom, live: the inventory, with the aliases that its lists leave out. They are asked for once for
 * each state of a container.
 */
export class KnownModel extends Disposable {
	readonly #inventory: Inventory
	readonly #connection: Connection
	/** By the record: a container that changed has a new one. */
	readonly #aliases = new WeakMap<ContainerRecord, Promise<AliasesByNetwork>>()
	readonly #changes = this.register(new Emitter<Model>())
	readonly onDidChange = this.#changes.event
	/** Nobody has asked yet, so nothing is followed. */
	#wanted = false
	#round = 0

	constructor({ connection, inventory }: { readonly connection: Connection; readonly inventory: Inventory }) {
		super()
		this.#connection = connection
		this.#inventory = inventory
		this.register(
			inventory.onDidChange(({ reset, networks, containers }) => {
				const touched = reset.has('networks') || reset.has('containers') || networks.size + containers.size > 0
				if (this.#wanted && touched && connection.state.kind === 'connected') void this.#tell()
			}),
		)
	}

	/**
	 * All that is there now; from now on, changes are told.
	 *
	 * @throws {EngineError} when no engine answers.
	 */
	async current(): Promise<Model> {
		this.#wanted = true
		await this.#inventory.loaded('networks', 'containers')
		return this.#model(await this.#connection.connected())
	}

	async #tell(): Promise<void> {
		this.#round += 1
		const round = this.#round
		try {
			const model = await this.#model(await this.#connection.connected())
			// A newer one is on its way.
			if (round === this.#round) this.#changes.fire(model)
		} catch {
			// The engine went away, which its own state tells.
		}
	}

	async #model(engine: Engine): Promise<Model> {
		const records = [...this.#inventory.containers.values()]
		const containers: Peer[] = []
		for (let start = 0; start < records.length; start += atOnce) {
			const part = records.slice(start, start + atOnce)
			containers.push(...(await Promise.all(part.map((record) => this.#withAliases(engine, record)))))
		}
		return {
			containers,
			networks: inOrder(this.#inventory.networks.values()).map(
				({ id, name, driver, scope, internal, ingress, labels, options, pools }) => ({
					...{ id, name, driver, scope, internal, ingress, labels, options, pools },
				}),
			),
		}
	}

	async #withAliases(engine: Engine, record: ContainerRecord): Promise<Peer> {
		let asked = this.#aliases.get(record)
		if (!asked) {
			asked = allAliasesOf(engine, record.id).catch((error: unknown): AliasesByNetwork => {
				// It is gone already, which an event will tell. Anything else may work the next time.
				if (!isNotFound(error)) this.#aliases.delete(record)
				return new Map()
			})
			this.#aliases.set(record, asked)
		}
		const aliases = await asked
		const { id, name, state, labels, networkMode, endpoints, ports } = record
		return {
			...{ id, name, state, labels, networkMode, ports },
			endpoints: endpoints.map((endpoint) => ({
				...endpoint,
				aliases: aliases.get(endpoint.networkName) ?? endpoint.aliases,
			})),
		}
	}
}
