import assert from 'node:assert/strict'

import { overlaps } from '../../../src/networks/topology/box.ts'
import { everything, filtered, matches } from '../../../src/networks/topology/filter.ts'
import { graphOf, type Graph } from '../../../src/networks/topology/graph.ts'
import { layoutOf } from '../../../src/networks/topology/layout.ts'
import { mermaidOf } from '../../../src/networks/topology/mermaid.ts'
import { Channel } from '../../../src/networks/topology/messages.ts'
import { joinable } from '../../../src/networks/topology/page/targets.ts'
import type { Model } from '../../../src/networks/reachability.ts'
import { container, network, port, shop } from './models.ts'

function nodeOf(graph: Graph, label: string) {
	return graph.nodes.find((node) => node.label === label) ?? assert.fail(`There is no node ${label}.`)
}

/** Many containers, five for each network and project. */
function crowd(containers: number, networks: number): Model {
	const project = (index: number) => ({ 'com.docker.compose.project': `p${index % networks}` })
	return {
		networks: Array.from({ length: networks }, (_, index) => network(`n${index}`, { labels: project(index) })),
		containers: Array.from({ length: containers }, (_, index) =>
			container(`c${index}`, [`n${index % networks}`, `n${(index + 1) % networks}`], { labels: project(index) }),
		),
	}
}

describe('The topology', () => {
	it('has the host, the outside world, networks, containers and what joins them', () => {
		const graph = graphOf(shop())
		assert.deepEqual(graph.groups, ['shop'])
		const edges = graph.edges.map(({ kind }) => kind).sort()
		assert.deepEqual(edges, [
			'endpoint',
			'endpoint',
			'endpoint',
			'endpoint',
			'outside',
			'published',
			'uplink',
			'uplink',
		])
		const closed = nodeOf(graph, 'shop_back')
		assert.ok(closed.kind === 'network' && closed.internal && closed.members === 2)
		assert.ok(!graph.edges.some(({ kind, to }) => kind === 'uplink' && to === closed.id))
	})

	it('tells networks, shared sandboxes, the host’s and none apart', () => {
		const model = {
			networks: [network('a'), network('host', { driver: 'host' }), network('none', { driver: 'null' })],
			containers: [
				container('plain', ['a']),
				container('guest', [], { networkMode: 'container:plain' }),
				container('onHost', ['host'], { networkMode: 'host' }),
				container('alone', ['none'], { networkMode: 'none' }),
			],
		}
		const graph = graphOf(model)
		const modes = Object.fromEntries(
			graph.nodes.flatMap((node) => (node.kind === 'container' ? [[node.label, node.mode]] : [])),
		)
		assert.deepEqual(modes, { plain: 'networks', guest: 'sandbox', onHost: 'host', alone: 'none' })
		assert.deepEqual(
			graph.nodes.flatMap(({ kind, label }) => (kind === 'network' ? label : [])),
			['a'],
		)
	})

	it('lets drop on a network only who can join it', () => {
		const model = {
			networks: [network('a'), network('b'), network('host', { driver: 'host' }), network('none', { driver: 'null' })],
			containers: [
				container('plain', ['a']),
				container('guest', [], { networkMode: 'container:plain' }),
				container('onHost', ['host'], { networkMode: 'host' }),
				container('alone', ['none'], { networkMode: 'none' }),
				// The engine remembers what it was made with.
				container('freed', [], { networkMode: 'none' }),
			],
		}
		const graph = graphOf(model)
		const canJoin = (name: string, onto: string) =>
			joinable(graph, nodeOf(graph, name).id, nodeOf(graph, onto).id) !== undefined
		assert.equal(canJoin('plain', 'a'), false)
		assert.deepEqual(
			model.containers.flatMap(({ name }) => (canJoin(name, 'b') ? name : [])),
			['plain', 'freed'],
		)
	})

	it('writes a port that is open on IPv4 and IPv6 once, and flags it', () => {
		const ports = [port(80, 8080, '0.0.0.0'), port(80, 8080, '::'), port(81, 8081, '127.0.0.1')]
		const node = nodeOf(graphOf({ networks: [network('a')], containers: [container('c', ['a'], { ports })] }), 'c')
		assert.ok(node.kind === 'container')
		assert.deepEqual(node.ports, [
			{ text: '*:8080 → 80/tcp', audience: 'everyone' },
			{ text: '127.0.0.1:8081 → 81/tcp', audience: 'host' },
		])
	})

	it('gives a network to the project that alone uses it', () => {
		const labels = { 'com.docker.compose.project': 'p' }
		const model = {
			networks: [network('external'), network('shared')],
			containers: [container('one', ['external', 'shared'], { labels }), container('two', ['shared'])],
		}
		const graph = graphOf(model)
		assert.equal(nodeOf(graph, 'external').group, 'p')
		assert.equal(nodeOf(graph, 'shared').group, undefined)
	})

	it('is filtered by project, network and state', () => {
		const model = shop()
		const asleep = container('asleep', ['bridge'], { state: 'exited' })
		const graph = graphOf({ ...model, containers: [...model.containers, asleep] })
		const labels = (filter: Partial<typeof everything>) =>
			filtered(graph, { ...everything, ...filter }).nodes.flatMap(({ label }) => (label === '' ? [] : label))
		assert.ok(labels({}).includes('asleep'))
		assert.ok(!labels({ running: true }).includes('asleep'))
		assert.ok(!labels({ project: 'shop' }).includes('bridge'))
		assert.deepEqual(labels({ network: nodeOf(graph, 'bridge').id }), ['bridge', 'asleep'])
	})

	it('finds by name, address, port and driver', () => {
		const graph = graphOf(shop())
		const found = (text: string) => graph.nodes.filter((node) => matches(node, text)).map(({ label }) => label)
		assert.deepEqual(found('8080'), ['shop-api-1'])
		assert.deepEqual(found('10.2.0.2'), ['shop-db-1'])
		assert.deepEqual(found('FRONT'), ['shop_front'])
	})
})

describe('The layout', () => {
	it('puts no node onto another', () => {
		const boxes = [...layoutOf(graphOf(crowd(60, 12))).values()]
		for (const [index, one] of boxes.entries()) {
			for (const other of boxes.slice(index + 1)) assert.ok(!overlaps(one, other), JSON.stringify([one, other]))
		}
	})

	it('leaves everything where it stands when something comes or goes, and finds room for the new', () => {
		const model = crowd(30, 6)
		const before = layoutOf(graphOf(model))
		const grown = {
			networks: [...model.networks, network('late')],
			containers: [
				...model.containers.slice(1),
				container('late', ['late', 'n1'], { labels: { 'com.docker.compose.project': 'p1' } }),
			],
		}
		const graph = graphOf(grown)
		const after = layoutOf(graph, before)
		for (const [id, box] of after) {
			const earlier = before.get(id)
			if (earlier) assert.deepEqual([box.x, box.y], [earlier.x, earlier.y])
		}
		const late = graph.nodes.filter(({ label }) => label === 'late').flatMap(({ id }) => after.get(id) ?? [])
		assert.equal(late.length, 2)
		for (const box of late) for (const other of after.values()) assert.ok(other === box || !overlaps(box, other))
	})

	it('pushes down only what a card that has grown covers', () => {
		const labels = { 'com.docker.compose.project': 'p' }
		const modelOf = (ports: ReturnType<typeof port>[]): Model => ({
			networks: [network('n', { labels })],
			containers: ['a', 'b', 'c', 'd'].map((name) =>
				container(name, ['n'], { labels, ports: name === 'b' ? ports : [] }),
			),
		})
		const before = layoutOf(graphOf(modelOf([])))
		const graph = graphOf(modelOf([port(80, 8080), port(81, 8081), port(82, 8082)]))
		const after = layoutOf(graph, before)
		const moved = [...after].filter(([id, { x, y }]) => before.get(id)?.x !== x || before.get(id)?.y !== y)
		const labelsOf = moved.map(([id]) => graph.nodes.find((node) => node.id === id)?.label)
		assert.deepEqual(labelsOf, ['c', 'd'])
		const boxes = [...after.values()]
		for (const [index, one] of boxes.entries()) {
			for (const other of boxes.slice(index + 1)) assert.ok(!overlaps(one, other), JSON.stringify([one, other]))
		}
		// Where somebody put one onto another they stay.
		const [top, bottom] = ['b', 'c'].map((label) => nodeOf(graph, label).id)
		assert.ok(top !== undefined && bottom !== undefined)
		const corner = before.get(top) ?? assert.fail()
		const piled = new Map([...before, [bottom, { ...corner, height: before.get(bottom)?.height ?? 0 }]])
		assert.equal(layoutOf(graph, piled).get(bottom)?.y, corner.y)
	})
})

describe('Mermaid', () => {
	it('draws projects as subgraphs, internal networks with a double wall, and published ports', () => {
		const text = mermaidOf(graphOf(shop()), { outside: 'World', host: 'Host' })
		assert.match(text, /^flowchart LR\n/)
		assert.match(text, /subgraph g0 \["shop"\]/)
		assert.match(text, /n\d+\[\["shop_back · bridge · 10\.1\.0\.0\/24"\]\]/)
		assert.match(text, /n1 -\.->\|"\*:8080 → 80\/tcp"\| n\d+/)
		assert.match(text, /n\d+ ---\|"10\.2\.0\.2"\| n\d+/)
	})

	it('escapes what would end a text', () => {
		const model = { networks: [], containers: [{ ...container('x', []), name: 'a"]#<b>' }] }
		const text = mermaidOf(graphOf(model), { outside: 'o', host: 'h' })
		assert.ok(text.includes('["a#quot;]#35;#lt;b#gt;"]'))
	})
})

describe('The talk of host and page', () => {
	function ends(handle: (message: string) => unknown) {
		const taken: string[] = []
		const one: Channel<string, string> = new Channel(
			(envelope) => other.receive(JSON.parse(JSON.stringify(envelope))),
			(message) => taken.push(message),
		)
		const other: Channel<string, string> = new Channel(
			(envelope) => one.receive(JSON.parse(JSON.stringify(envelope))),
			handle,
		)
		return { one, other, taken }
	}

	it('answers when a message was dealt with', async () => {
		const seen: string[] = []
		const { one, other, taken } = ends((message) => seen.push(message))
		await one.send('there')
		await other.send('back')
		assert.deepEqual([seen, taken], [['there'], ['back']])
	})

	it('answers also when that failed', async () => {
		const { one } = ends(() => {
			throw new Error('no')
		})
		await assert.rejects(one.send('x'), /^Error: no$/)
	})

	it('leaves nobody waiting when an end is gone', async () => {
		const lonely = new Channel<string, string>(
			() => undefined,
			() => undefined,
		)
		const sent = lonely.send('x')
		lonely.close('closed')
		await assert.rejects(sent, /closed/)
	})
})
