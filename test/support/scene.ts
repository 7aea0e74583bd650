import type Docker from 'dockerode'

import { makeBusybox, makeImage } from './images.ts'

const sleep = ['sh', '-c', 'trap exit TERM; while true; do sleep 1; done']

/** The three-service example: a web API, a product catalogue and a database, as compose would make it. */
export async function makeShop(docker: Docker): Promise<void> {
	await makeBusybox(docker)
	await makeImage(docker, 'shop/api:1.2', { bytes: 1_800_000 })
	await makeImage(docker, 'shop/api:1.3', { bytes: 1_900_000 })
	await makeImage(docker, 'shop/catalog:2.0', { bytes: 900_000 })
	const compose = { 'com.docker.compose.project': 'shop' }
	await docker.createNetwork({ Name: 'shop_front', Labels: compose })
	await docker.createNetwork({ Name: 'shop_back', Internal: true, Labels: compose })
	await docker.createVolume({ Name: 'shop_database', Labels: compose })
	await docker.createVolume({ Name: 'uploads' })
	await docker.createVolume({ Name: 'scratch', DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: 'size=64m' } })
	await docker.createVolume({})
	const fill =
		"mkdir -p /data/base/1 /data/log; echo 'port = 5432' > /data/server.conf; echo ready > /data/log/start.log"
	const database = await docker.createContainer({
		name: 'shop-database-1',
		Image: 'busybox',
		Cmd: ['sh', '-c', `${fill}; trap exit TERM; while true; do sleep 1; done`],
		Labels: compose,
		HostConfig: { NetworkMode: 'shop_back', Mounts: [{ Type: 'volume', Source: 'shop_database', Target: '/data' }] },
		NetworkingConfig: { EndpointsConfig: { shop_back: { Aliases: ['db'] } } },
	})
	await database.start()
	const catalog = await docker.createContainer({
		name: 'shop-catalog-1',
		Image: 'shop/catalog:2.0',
		Cmd: sleep,
		Labels: compose,
		HostConfig: {
			NetworkMode: 'shop_back',
			Mounts: [{ Type: 'volume', Source: 'uploads', Target: '/uploads', ReadOnly: true }],
		},
	})
	await docker.getNetwork('shop_front').connect({ Container: catalog.id, EndpointConfig: { Aliases: ['catalog'] } })
	await catalog.start()
	const api = await docker.createContainer({
		name: 'shop-api-1',
		Image: 'shop/api:1.2',
		Cmd: sleep,
		Labels: compose,
		HostConfig: { NetworkMode: 'shop_front', Mounts: [{ Type: 'volume', Source: 'uploads', Target: '/var/uploads' }] },
	})
	await api.start()
}
