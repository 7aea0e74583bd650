import { whenConnected } from '../../ui/parts.ts'
import type { NetworkParts } from '../parts.ts'
import { canReach } from './canReach.ts'
import { checkIsolation } from './checkIsolation.ts'
import { connectContainer } from './connectContainer.ts'
import { connectToNetwork } from './connectToNetwork.ts'
import { copyAddress } from './copyAddress.ts'
import { copyNetworkName } from './copyNetworkName.ts'
import { createNetwork } from './createNetwork.ts'
import { disconnectContainers } from './disconnectContainers.ts'
import { duplicateNetwork } from './duplicateNetwork.ts'
import { inspectNetwork } from './inspectNetwork.ts'
import { mendIsolation } from './mendIsolation.ts'
import { pruneNetworks } from './pruneNetworks.ts'
import { recreateNetwork } from './recreateNetwork.ts'
import { copyMatrix, showMatrix } from './reachabilityMatrix.ts'
import { removeNetworks } from './removeNetworks.ts'
import { showTopology } from './showTopology.ts'
import { testConnection } from './testConnection.ts'

/** Commands on networks. */
export function networkCommands(parts: NetworkParts) {
	return {
		'longshore.networks.canReach': whenConnected(parts, canReach),
		'longshore.networks.checkIsolation': whenConnected(parts, checkIsolation),
		'longshore.networks.connect': whenConnected(parts, connectContainer),
		'longshore.networks.connectTo': whenConnected(parts, connectToNetwork),
		'longshore.networks.copyAddress': whenConnected(parts, copyAddress),
		'longshore.networks.copyMatrix': whenConnected(parts, copyMatrix),
		'longshore.networks.copyName': whenConnected(parts, copyNetworkName),
		'longshore.networks.create': whenConnected(parts, createNetwork),
		'longshore.networks.disconnect': whenConnected(parts, disconnectContainers),
		'longshore.networks.duplicate': whenConnected(parts, duplicateNetwork),
		'longshore.networks.inspect': whenConnected(parts, inspectNetwork),
		'longshore.networks.mendIsolation': whenConnected(parts, mendIsolation),
		'longshore.networks.prune': whenConnected(parts, pruneNetworks),
		'longshore.networks.recreate': whenConnected(parts, recreateNetwork),
		'longshore.networks.remove': whenConnected(parts, removeNetworks),
		'longshore.networks.showMatrix': whenConnected(parts, showMatrix),
		'longshore.networks.showTopology': whenConnected(parts, showTopology),
		'longshore.networks.testConnection': whenConnected(parts, testConnection),
	}
}
