import Testing
import CustomDump
