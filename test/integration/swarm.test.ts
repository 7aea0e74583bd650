import assert from 'node:assert/strict'

import type { Connection } from '../../src/engine/connection.ts'
import { Inventory } from '../../src/engine/inventory.ts'
import { connectContainer, createNetwork } from '../../src/networks/operations.ts'
import { engineFacts } from '../../src/networks/operations/engineFacts.ts'
import { saidIn } from '../support/containers.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'
import { cabledMachines } from '../support/networkNamespaces.ts'
import { connectionTo, next, silent } from './parts.ts'

describe('Two engines in a swarm', () => {
	const opened = new AsyncDisposableStack()
	let manager: { readonly test: TestEngine; readonly connection: Connection }
	let worker: { readonly test: TestEngine; readonly connection: Connection }

	before(async () => {
		const { machines } = opened.use(await cabledMachines())
		const start = async (machine: (typeof machines)[number]) => {
			const test = opened.use(await TestEngine.start({ networkNamespace: machine.name }))
			await makeBusybox(test.docker)
			const connection = connectionTo(test.host)
			opened.defer(() => connection.dispose())
			return { test, connection }
		}
		manager = await start(machines[0])
		worker = await start(machines[1])
		const [{ address }, { address: other }] = machines
		await manager.test.docker.swarmInit({ ListenAddr: `${address}:2377`, AdvertiseAddr: address })
		const { JoinTokens } = await manager.test.docker.swarmInspect()
		assert.ok(JoinTokens)
		await worker.test.docker.swarmJoin({
			...{ ListenAddr: `${other}:2377`, AdvertiseAddr: other },
			...{ RemoteAddrs: [`${address}:2377`], JoinToken: JoinTokens.Worker },
		})
		opened.defer(async () => {
			for (const { test } of [worker, manager]) {
				const containers = await test.docker.listContainers({ all: true })
				for (const { Id } of containers) await test.docker.getContainer(Id).remove({ force: true })
				await test.leaveSwarm()
			}
		})
	})
	after(() => opened.disposeAsync())

	it('know their parts', async () => {
		assert.equal((await engineFacts(await manager.connection.connected())).swarm, 'manager')
		assert.equal((await engineFacts(await worker.connection.connected())).swarm, 'worker')
	})

	it('share an overlay network, on which containers find each other by name and alias', async () => {
		const [one, two] = [await manager.connection.connected(), await worker.connection.connected()]
		const id = await createNetwork(one, {
			...{ name: 'across', driver: 'overlay', internal: false, attachable: true, ipv6: false, options: {}, labels: {} },
			subnets: [{ subnet: '10.218.9.0/24', gateway: undefined }],
		})
		const inventory = new Inventory(worker.connection, silent)
		await inventory.loaded('networks', 'containers')
		const make = async ({ docker }: TestEngine, name: string, command: readonly string[]) => {
			const container = await docker.createContainer({ name, Image: 'busybox', Cmd: [...command] })
			await container.start()
			return container
		}
		const known = () => inventory.networks.has(id)
		const told = known() ? undefined : next(inventory.onDidChange, known)
		const far = await make(worker.test, 'far', ['sh', '-c', 'while true; do echo from afar | nc -l -p 8080; done'])
		await connectContainer(two, id, far.id, { aliases: ['shop'], ipv4Address: '10.218.9.77', ipv6Address: undefined })
		await told
		assert.equal(inventory.networks.get(id)?.scope, 'swarm')
		const near = await make(manager.test, 'near', ['sleep', '1000'])
		await connectContainer(one, id, near.id, { aliases: [], ipv4Address: undefined, ipv6Address: undefined })
		for (const name of ['far', 'shop', '10.218.9.77']) {
			// The engines tell each other of names and addresses by gossip.
			const attempt = `for i in 1 2 3 4 5 6 7 8 9 10; do nc -w 2 ${name} 8080 </dev/null && break; sleep 1; done`
			assert.match(await saidIn(near, 'sh', '-c', attempt), /from afar/, name)
		}
		inventory.dispose()
	})
})
