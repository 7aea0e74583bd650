import type { ConnectionState } from '../engine/connection.ts'

/** Which welcome view stands in the empty views; the context key `longshore.engine`. */
export type Welcome =
	| 'connecting'
	| 'connected'
	| 'none'
	| 'denied'
	| 'certificate'
	| 'unsupported'
	| 'invalid'
	| 'failed'

export function welcomeOf(state: ConnectionState): Welcome {
	switch (state.kind) {
		case 'idle':
		case 'connecting':
			return 'connecting'
		case 'connected':
			return 'connected'
		case 'failed': {
			const { reason, status } = state.error
			switch (reason) {
				case 'unreachable':
				case 'timeout':
				case 'notFound':
					return 'none'
				case 'certificate':
					return reason
				case 'denied':
				case 'unsupported':
				case 'invalid':
					// What a reply says is no matter of the socket, the version or the address.
					return status === undefined ? reason : 'failed'
				default:
					return 'failed'
			}
		}
	}
}
