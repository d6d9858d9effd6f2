//! The error codes of the public data portal's gateway and services.

use std::fmt;

/// `returnReasonCode` of the gateway or `resultCode` of a service, when it is not success.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ServiceCode {
    /// 01: the service's program failed.
    Application,
    /// 04: the service could not be reached by the gateway.
    Http,
    /// 05: the service answered too late.
    Timeout,
    /// 10: a parameter is wrong.
    BadParameter,
    /// 12: the service was moved or ended.
    NoSuchService,
    /// 20: the key has no permission for this service.
    Denied,
    /// 22: the requests of the day are used up.
    DailyQuota,
    /// 23: too many requests in a second.
    PerSecondQuota,
    /// 30: nobody registered this key.
    KeyNotRegistered,
    /// 31: the key's time is over.
    KeyExpired,
    /// 32: the key may not be used from this address.
    IpNotRegistered,
    /// 99: the service does not know either.
    Unknown,
    /// Any other code.
    Other(String),
}

impl ServiceCode {
    /// `None` for success (`00`, also written as a number).
    pub fn from_code(code: &str) -> Option<Self> {
        let digits = code.trim().trim_start_matches('0');
        Some(match digits {
            "" => return None,
            "1" => Self::Application,
            "4" => Self::Http,
            "5" => Self::Timeout,
            "10" => Self::BadParameter,
            "12" => Self::NoSuchService,
            "20" => Self::Denied,
            "22" => Self::DailyQuota,
            "23" => Self::PerSecondQuota,
            "30" => Self::KeyNotRegistered,
            "31" => Self::KeyExpired,
            "32" => Self::IpNotRegistered,
            "99" => Self::Unknown,
            _ => Self::Other(code.trim().to_owned()),
        })
    }

    /// Two digits, or the code as it came.
    pub fn code(&self) -> &str {
        match self {
            Self::Application => "01",
            Self::Http => "04",
            Self::Timeout => "05",
            Self::BadParameter => "10",
            Self::NoSuchService => "12",
            Self::Denied => "20",
            Self::DailyQuota => "22",
            Self::PerSecondQuota => "23",
            Self::KeyNotRegistered => "30",
            Self::KeyExpired => "31",
            Self::IpNotRegistered => "32",
            Self::Unknown => "99",
            Self::Other(code) => code,
        }
    }

    /// What happened and what to do, in Korean.
    pub fn explain(&self) -> &'static str {
        match self {
            Self::Application => "서비스 프로그램에 오류가 났습니다. 잠시 뒤 다시 하십시오",
            Self::Http => "포털이 서비스에 연결하지 못했습니다. 잠시 뒤 다시 하십시오",
            Self::Timeout => "서비스가 제때 답하지 않았습니다. 잠시 뒤 다시 하십시오",
            Self::BadParameter => "요청 변수가 잘못되었습니다",
            Self::NoSuchService => "없거나 폐기된 서비스입니다",
            Self::Denied => "이 인증키로는 쓸 수 없는 서비스입니다. 포털에서 활용신청을 하십시오",
            Self::DailyQuota => "하루 요청 한도를 다 썼습니다. 내일 다시 하거나 한도 증가를 신청하십시오",
            Self::PerSecondQuota => "초당 요청 한도를 넘었습니다. 잠시 뒤 다시 하십시오",
            Self::KeyNotRegistered => "등록되지 않은 인증키입니다. DATA_GO_KR_KEY를 확인하십시오",
            Self::KeyExpired => "기한이 지난 인증키입니다. 포털에서 연장하십시오",
            Self::IpNotRegistered => "등록되지 않은 IP에서 온 요청입니다",
            Self::Unknown => "서비스가 원인을 밝히지 않은 오류입니다",
            Self::Other(_) => "알려지지 않은 오류입니다",
        }
    }

    /// Whether asking again soon can help.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Http | Self::Timeout | Self::PerSecondQuota)
    }
}

impl fmt::Display for ServiceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_as_text_or_as_numbers_and_only_some_pass() {
        assert_eq!(ServiceCode::from_code("00"), None);
        assert_eq!(ServiceCode::from_code("0"), None);
        assert_eq!(ServiceCode::from_code("5"), Some(ServiceCode::Timeout));
        for code in ["01", "04", "05", "10", "12", "20", "22", "23", "30", "31", "32", "99", "77"] {
            let known = ServiceCode::from_code(code).unwrap();
            assert_eq!(known.code(), code);
            assert_eq!(known.is_passing(), ["04", "05", "23"].contains(&code), "{code}");
        }
    }
}
