/** Where the engine's parts write what they do. VS Code's `LogOutputChannel` fits. */
export interface Log {
	trace(message: string): void
	debug(message: string): void
	info(message: string): void
	warn(message: string): void
	error(message: string | Error): void
}
