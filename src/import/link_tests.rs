use super::*;

fn place<'a>(name: &'a str, address: &'a str, at: Option<(f64, f64)>) -> Traits<'a> {
    Traits {
        name,
        kind: Kind::Clinic,
        region: Some(RegionCode(11680)),
        address,
        phone: None,
        location: at.map(|(lat, lon)| LatLon { lat, lon }),
    }
}

fn index(places: &[Traits<'_>]) -> Index {
    let mut index = Index::default();
    for (number, traits) in (1..).zip(places) {
        index.add(HospitalId(number), traits);
    }
    index
}

const HERE: Option<(f64, f64)> = Some((37.5000, 127.0300));
/// 100 m north.
const NEAR: Option<(f64, f64)> = Some((37.5009, 127.0300));
/// 300 m north.
const FAR: Option<(f64, f64)> = Some((37.5027, 127.0300));

#[test]
fn names_are_compared_without_owners_spaces_and_punctuation() {
    for name in [
        "푸른나무의원",
        "푸른 나무 의원",
        "(의)푸른나무의원",
        "의료법인 한빛의료재단 푸른나무의원",
        "(의) 한빛의료재단푸른나무의원",
        "재단법인의료법인푸른나무의원",
    ] {
        assert_eq!(normal_name(name), "푸른나무의원", "{name}");
    }
    assert_eq!(normal_name("더블유(W)의원"), "더블유w의원");
    assert_eq!(normal_name("한빛재단의원"), "한빛재단의원", "no owner before it");
    assert_eq!(normal_name("(의)한빛재단"), "한빛재단", "nothing else to call it");
    assert_eq!(normal_name("의료법인"), "의료법인");
}

#[test]
fn roads_and_numbers_are_found_in_every_way_of_writing() {
    for (address, road) in [
        ("서울특별시 강남구 도산대로 118 (논현동, 신사빌딩 2층)", "도산대로 118"),
        ("서울특별시 강남구 테헤란로 509, 지하2층,2층 (삼성동)", "테헤란로 509"),
        ("서울특별시 강동구 올림픽로98길 11  (암사동)", "올림픽로98길 11"),
        ("서울특별시 강동구 올림픽로 98길 11", "올림픽로98길 11"),
        ("서울특별시 중구 동호로 177-1 (신당동)", "동호로 177-1"),
        ("서울특별시 중구 세종대로 지하 189", "세종대로 189"),
        ("서울특별시 종로구 종로 12층", "종로 12"),
        ("서울특별시 종로구 새문안로 29, (평동)", "새문안로 29"),
    ] {
        assert_eq!(road_and_number(address).as_deref(), Some(road), "{address}");
    }
    for address in ["", "서울특별시 강남구 논현동 12-3", "세종대로", "길 1", "(종로 12)"] {
        assert_eq!(road_and_number(address), None, "{address}");
    }
}

#[test]
fn the_same_name_is_one_place_at_the_same_house_or_close_by() {
    let known = index(&[place("(의)푸른나무의원", "서울특별시 강남구 도산대로 118 (논현동)", HERE)]);
    let free = |_| true;
    let of = |traits: &Traits<'_>| known.find(traits, free);
    assert_eq!(of(&place("푸른나무의원", "서울 강남구 도산대로 118, 2층", None)), Match::Of(HospitalId(1)));
    assert_eq!(of(&place("푸른나무의원", "", NEAR)), Match::Of(HospitalId(1)));
    assert_eq!(of(&place("푸른나무의원", "서울 강남구 도산대로 120", FAR)), Match::New, "neither house nor near");
    assert_eq!(of(&place("푸른나무의원", "", None)), Match::New, "nothing but the name");
    assert_eq!(of(&place("푸른숲의원", "서울 강남구 도산대로 118", HERE)), Match::New, "another name");
    let elsewhere = Traits { region: Some(RegionCode(11650)), ..place("푸른나무의원", "", HERE) };
    assert_eq!(of(&elsewhere), Match::New, "another 시군구");
    let nowhere = Traits { region: None, ..place("푸른나무의원", "", HERE) };
    assert_eq!(of(&nowhere), Match::New, "no 시군구");
    assert_eq!(known.find(&place("푸른나무의원", "", NEAR), |_| false), Match::New, "has a row of this source already");
}

#[test]
fn a_pharmacy_is_no_clinic() {
    let known = index(&[place("푸른나무", "서울 강남구 도산대로 118", HERE)]);
    let pharmacy = Traits { kind: Kind::Pharmacy, ..place("푸른나무", "서울 강남구 도산대로 118", HERE) };
    assert_eq!(known.find(&pharmacy, |_| true), Match::New);
    let oriental = Traits { kind: Kind::Oriental, ..place("푸른나무", "서울 강남구 도산대로 118", HERE) };
    assert_eq!(known.find(&oriental, |_| true), Match::Of(HospitalId(1)), "sources file some kinds differently");
}

#[test]
fn a_similar_name_needs_house_phone_and_field() {
    let phone = Phone::parse("02-555-0100");
    let other = Phone::parse("02-555-0199");
    let road = "서울 강남구 도산대로 118";
    let with = |name, phone| Traits { phone, ..place(name, road, HERE) };
    let known = index(&[with("푸른나무내과의원", phone.as_ref())]);
    let of = |traits: &Traits<'_>| known.find(traits, |_| true);
    assert_eq!(of(&with("강남푸른나무내과의원", phone.as_ref())), Match::Of(HospitalId(1)), "holds the other");
    assert_eq!(of(&with("푸른나무네과의원", phone.as_ref())), Match::Of(HospitalId(1)), "a letter");
    assert_eq!(of(&with("강남푸른나무내과의원", other.as_ref())), Match::New, "another phone");
    assert_eq!(of(&with("강남푸른나무내과의원", None)), Match::New, "no phone");
    assert_eq!(of(&with("푸른숲피부과의원", phone.as_ref())), Match::New, "not similar");
    let next_door = Traits {
        address: "서울 강남구 도산대로 120", ..with("강남푸른나무내과의원", phone.as_ref())
    };
    assert_eq!(of(&next_door), Match::New, "another house");
    let oriental = Traits { kind: Kind::Oriental, ..with("푸른나무한의원", phone.as_ref()) };
    assert_eq!(of(&oriental), Match::New, "a clinic and its Korean-medicine sister share house and phone");
}

#[test]
fn of_two_places_the_nearer_counts_and_a_tie_counts_for_none() {
    let road = "서울 강남구 도산대로 118";
    let known = index(&[place("푸른나무의원", road, NEAR), place("푸른나무의원", road, HERE)]);
    assert_eq!(known.find(&place("푸른나무의원", road, HERE), |_| true), Match::Of(HospitalId(2)));
    assert_eq!(known.find(&place("푸른나무의원", road, None), |_| true), Match::Unclear);
    assert_eq!(known.find(&place("푸른나무의원", road, None), |id| id.0 == 1), Match::Of(HospitalId(1)));
}

#[test]
fn edit_distance_counts_letters() {
    let distance = |a: &str, b: &str| edits(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
    assert_eq!(distance("내과", "내과"), 0);
    assert_eq!(distance("서울내과", "서울네과의원"), 3);
    assert_eq!(distance("", "약국"), 2);
}
